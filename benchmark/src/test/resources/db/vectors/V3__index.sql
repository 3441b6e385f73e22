CREATE INDEX messages_embedding_idx ON messages USING hnsw (embedding vector_cosine_ops);
