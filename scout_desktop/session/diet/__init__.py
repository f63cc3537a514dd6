"""Pictures of earlier messages: how they go again, what that costs, how providers really count."""
