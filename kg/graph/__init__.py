"""Events -> ties -> networkx. Adding up is associative and free of order."""
