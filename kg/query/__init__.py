"""Questions to a graph in SPARQL: built-in ones (questions.py), their evaluation (sparql.py), their answers as text."""
