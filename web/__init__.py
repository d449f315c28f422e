"""What is reached over HTTP: the door for webhooks; the page comes here."""
