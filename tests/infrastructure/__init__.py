"""What the tests stand on: databases, a Redis, a worker and a browser, all of them real."""
