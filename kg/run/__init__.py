"""Run the pipeline over inputs: from files to extractions, and to the files of a build."""
