"""The HTTP API beside the page: our own routes, OpenAI's protocol, and what an operator watches."""
