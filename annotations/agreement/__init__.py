"""How well raters agree who rated the same claims without seeing each other."""
