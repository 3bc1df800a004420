"""A notebook in, a report out: parameters put in, executed, made a page that opens anywhere."""
