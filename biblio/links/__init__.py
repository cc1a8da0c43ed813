"""Link checks: what a link answers, what that means, how it stands over days."""
