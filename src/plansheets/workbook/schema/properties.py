"""Document properties, in any order."""

CORE = """
cp|coreProperties = (cp|category cp|contentStatus cp|contentType cp|keywords cp|lastModifiedBy
  cp|lastPrinted cp|revision cp|version dc|creator dc|description dc|identifier dc|language
  dc|subject dc|title dcterms|created dcterms|modified)*
dcterms|created @ xsi|type!:type
dcterms|modified @ xsi|type!:type
"""
APPLICATION = """
ep|Properties = (ep|Template ep|Manager ep|Company ep|Pages ep|Words ep|Characters
  ep|PresentationFormat ep|Lines ep|Paragraphs ep|Slides ep|Notes ep|TotalTime ep|HiddenSlides
  ep|MMClips ep|ScaleCrop ep|HeadingPairs ep|TitlesOfParts ep|LinksUpToDate
  ep|CharactersWithSpaces ep|SharedDoc ep|HyperlinkBase ep|HLinks ep|HyperlinksChanged ep|DigSig
  ep|Application ep|AppVersion ep|DocSecurity)*
"""
