//! Score: comparison vectors become match weights; trains the model that weighs them.
