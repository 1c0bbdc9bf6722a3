"""Pages of classification: the queue and the decision, what stands beside it, what is suggested."""
