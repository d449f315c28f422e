"""Values of the engine as a page shows them: pure, without a request."""
