"""`genxi eval`: one file per subcommand."""
