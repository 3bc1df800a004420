"""Reports: notebooks with parameters, executed and exported to HTML."""
