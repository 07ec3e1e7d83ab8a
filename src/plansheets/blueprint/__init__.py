"""Blueprints as written: YAML into a model that remembers where everything stands."""
