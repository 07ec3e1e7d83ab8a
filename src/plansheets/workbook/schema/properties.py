"""Document properties, in any order, each once: part 2 of ECMA-376 and the W3C's note on times."""

CORE = """
cp|coreProperties = (cp|category cp|contentStatus cp|contentType cp|keywords cp|lastModifiedBy
  cp|lastPrinted cp|revision cp|version dc|creator dc|description dc|identifier dc|language
  dc|subject dc|title dcterms|created dcterms|modified)&
cp|category @ xsi|type:never
cp|contentStatus @ xsi|type:never
cp|contentType @ xsi|type:never
cp|keywords = cp|value* @ xsi|type:never
cp|lastModifiedBy @ xsi|type:never
cp|lastPrinted = #moment
cp|revision @ xsi|type:never
cp|version @ xsi|type:never
dc|creator @ xsi|type:never
dc|description @ xsi|type:never
dc|identifier @ xsi|type:never
dc|language @ xsi|type:never
dc|subject @ xsi|type:never
dc|title @ xsi|type:never
dcterms|created = #moment @ xsi|type!:type
dcterms|modified = #moment @ xsi|type!:type
"""
APPLICATION = """
ep|Properties = (ep|Template ep|Manager ep|Company ep|Pages ep|Words ep|Characters
  ep|PresentationFormat ep|Lines ep|Paragraphs ep|Slides ep|Notes ep|TotalTime ep|HiddenSlides
  ep|MMClips ep|ScaleCrop ep|HeadingPairs ep|TitlesOfParts ep|LinksUpToDate
  ep|CharactersWithSpaces ep|SharedDoc ep|HyperlinkBase ep|HLinks ep|HyperlinksChanged ep|DigSig
  ep|Application ep|AppVersion ep|DocSecurity)&
"""
CUSTOM = """
op|Properties = op|property*
op|property = ... @ fmtid!:guid pid!:2..2147483647 name linkTarget
"""
