// The files of the model as constants. The system maps them with the program, and reads a page of them
// from disk when it is used.
//
// A file that is not in the folder Model is left out, so a program without the model can be built.

#include "CEnglishModel.h"

#ifndef __has_embed
#error "the compiler does not know #embed; Clang 19 and newer do, as in Swift 6.2"
#endif

// #embed belongs to C23, and Clang knows it in every version of C.
#pragma clang diagnostic ignored "-Wc23-extensions"

#if __has_embed("Model/config.json") == __STDC_EMBED_FOUND__
#define EM_CONFIG_JSON
static const _Alignas(64) unsigned char config_json[] = {
#embed "Model/config.json"
};
#endif

#if __has_embed("Model/tokenizer.json") == __STDC_EMBED_FOUND__
#define EM_TOKENIZER_JSON
static const _Alignas(64) unsigned char tokenizer_json[] = {
#embed "Model/tokenizer.json"
};
#endif

#if __has_embed("Model/model.safetensors") == __STDC_EMBED_FOUND__
#define EM_MODEL_SAFETENSORS
static const _Alignas(64) unsigned char model_safetensors[] = {
#embed "Model/model.safetensors"
};
#endif

#if __has_embed("Model/postprocessing.safetensors") == __STDC_EMBED_FOUND__
#define EM_POSTPROCESSING_SAFETENSORS
static const _Alignas(64) unsigned char postprocessing_safetensors[] = {
#embed "Model/postprocessing.safetensors"
};
#endif

#if __has_embed("Model/words/config.json") == __STDC_EMBED_FOUND__
#define EM_WORDS_CONFIG_JSON
static const _Alignas(64) unsigned char words_config_json[] = {
#embed "Model/words/config.json"
};
#endif

#if __has_embed("Model/words/tokenizer.json") == __STDC_EMBED_FOUND__
#define EM_WORDS_TOKENIZER_JSON
static const _Alignas(64) unsigned char words_tokenizer_json[] = {
#embed "Model/words/tokenizer.json"
};
#endif

#if __has_embed("Model/words/model.safetensors") == __STDC_EMBED_FOUND__
#define EM_WORDS_MODEL_SAFETENSORS
static const _Alignas(64) unsigned char words_model_safetensors[] = {
#embed "Model/words/model.safetensors"
};
#endif

#if __has_embed("Model/CARD.md") == __STDC_EMBED_FOUND__
#define EM_CARD_MD
static const _Alignas(64) unsigned char card_md[] = {
#embed "Model/CARD.md"
};
#endif

#if __has_embed("Model/SOURCES.md") == __STDC_EMBED_FOUND__
#define EM_SOURCES_MD
static const _Alignas(64) unsigned char sources_md[] = {
#embed "Model/SOURCES.md"
};
#endif

static const em_file files[] = {
#ifdef EM_CONFIG_JSON
    {"config.json", config_json, sizeof config_json},
#endif
#ifdef EM_TOKENIZER_JSON
    {"tokenizer.json", tokenizer_json, sizeof tokenizer_json},
#endif
#ifdef EM_MODEL_SAFETENSORS
    {"model.safetensors", model_safetensors, sizeof model_safetensors},
#endif
#ifdef EM_POSTPROCESSING_SAFETENSORS
    {"postprocessing.safetensors", postprocessing_safetensors, sizeof postprocessing_safetensors},
#endif
#ifdef EM_WORDS_CONFIG_JSON
    {"words/config.json", words_config_json, sizeof words_config_json},
#endif
#ifdef EM_WORDS_TOKENIZER_JSON
    {"words/tokenizer.json", words_tokenizer_json, sizeof words_tokenizer_json},
#endif
#ifdef EM_WORDS_MODEL_SAFETENSORS
    {"words/model.safetensors", words_model_safetensors, sizeof words_model_safetensors},
#endif
#ifdef EM_CARD_MD
    {"CARD.md", card_md, sizeof card_md},
#endif
#ifdef EM_SOURCES_MD
    {"SOURCES.md", sources_md, sizeof sources_md},
#endif
    {0, 0, 0},
};

em_file em_file_at(size_t number) {
  const size_t last = sizeof files / sizeof files[0] - 1;
  return files[number < last ? number : last];
}
