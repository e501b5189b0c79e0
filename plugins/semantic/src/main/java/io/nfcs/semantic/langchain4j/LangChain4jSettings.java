package io.nfcs.semantic.langchain4j;

import io.nfcs.config.Setting;

/** Section {@code langchain4j}. */
record LangChain4jSettings(
    @Setting(
            doc =
                "Class of an EmbeddingModel on the class path or in plugins.dir, with a public"
                    + " constructor without parameters",
            value = "''")
        String model) {}
