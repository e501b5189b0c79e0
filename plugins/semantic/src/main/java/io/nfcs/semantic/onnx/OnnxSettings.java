package io.nfcs.semantic.onnx;

import io.nfcs.config.Setting;

/** Section {@code onnx}. */
record OnnxSettings(
    @Setting(
            doc = "Path of a model.onnx of the BERT kind that embeds texts, such as MiniLM",
            value = "''")
        String model,
    @Setting(doc = "Path of the tokenizer.json that belongs to it (WordPiece)", value = "''")
        String tokenizer,
    @Setting(
            doc = "Longest text that is read completely; the model has its own limit, often 512",
            unit = "tokens",
            value = "256",
            min = 3,
            max = 8192)
        int maxTokens,
    @Setting(doc = "Threads that work on one text", value = "1", min = 1, max = 256) int threads,
    @Setting(
            doc =
                "Makes those threads spin while they wait: quicker, but they use their cores when"
                    + " idle",
            value = "false")
        boolean spinning) {}
