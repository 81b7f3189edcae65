#include "template_bridge.h"

#include <ctemplate/template.h>

#include <cstring>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <unordered_map>

namespace {

// ctemplate tells what is wrong with a template on the standard error stream, nowhere else.
class ErrorCapture {
public:
    ErrorCapture() : before_(std::cerr.rdbuf(text_.rdbuf())) {}
    ~ErrorCapture() { std::cerr.rdbuf(before_); }
    ErrorCapture(const ErrorCapture &) = delete;
    ErrorCapture &operator=(const ErrorCapture &) = delete;
    std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
    std::streambuf *before_;
};

ctemplate::Template *inner(gatebook_template *page) {
    return reinterpret_cast<ctemplate::Template *>(page);
}

const ctemplate::Template *inner(const gatebook_template *page) {
    return reinterpret_cast<const ctemplate::Template *>(page);
}

ctemplate::TemplateDictionary *inner(gatebook_dictionary *values) {
    return reinterpret_cast<ctemplate::TemplateDictionary *>(values);
}

const ctemplate::TemplateDictionary *inner(const gatebook_dictionary *values) {
    return reinterpret_cast<const ctemplate::TemplateDictionary *>(values);
}

void tell(gatebook_sink problem, void *context, const std::string &text) {
    problem(context, text.data(), text.size());
}

// Names of placeholders are literals of the caller, so each is known by its address and hashed once.
const ctemplate::StaticTemplateString &known(const char *name) {
    static std::unordered_map<const char *, ctemplate::StaticTemplateString> names;
    auto [at, isNew] = names.try_emplace(
        name, ctemplate::StaticTemplateString{{name, std::strlen(name), 0}});
    if (isNew) ctemplate::StaticTemplateStringInitializer{&at->second};
    return at->second;
}

const char pragma[] = "{{%AUTOESCAPE context=\"HTML\"}}";

}  // namespace

extern "C" {

gatebook_template *gatebook_template_compile(
    const char *text, size_t length, void *context, gatebook_sink problem) {
    try {
        ErrorCapture errors;
        std::string whole = pragma;
        whole.append(text, length);
        auto *page = ctemplate::Template::StringToTemplate(
            whole.data(), whole.size(), ctemplate::STRIP_BLANK_LINES);
        if (page == nullptr) {
            std::string told = errors.text();
            tell(problem, context, told.empty() ? "the template does not compile" : told);
        }
        return reinterpret_cast<gatebook_template *>(page);
    } catch (const std::exception &error) {
        tell(problem, context, error.what());
    } catch (...) {
        tell(problem, context, "unknown failure");
    }
    return nullptr;
}

void gatebook_template_free(gatebook_template *page) { delete inner(page); }

bool gatebook_template_expand(
    const gatebook_template *compiled, const gatebook_dictionary *values, void *context,
    gatebook_sink page, gatebook_sink problem) {
    try {
        ErrorCapture errors;
        std::string text;
        if (inner(compiled)->Expand(&text, inner(values))) {
            page(context, text.data(), text.size());
            return true;
        }
        std::string told = errors.text();
        tell(problem, context, told.empty() ? "the template does not expand" : told);
    } catch (const std::exception &error) {
        tell(problem, context, error.what());
    } catch (...) {
        tell(problem, context, "unknown failure");
    }
    return false;
}

gatebook_dictionary *gatebook_dictionary_make(void) {
    try {
        return reinterpret_cast<gatebook_dictionary *>(
            new ctemplate::TemplateDictionary("page"));
    } catch (...) {
        return nullptr;
    }
}

void gatebook_dictionary_free(gatebook_dictionary *values) { delete inner(values); }

bool gatebook_dictionary_set(
    gatebook_dictionary *values, const char *name, const char *bytes, size_t length) {
    try {
        inner(values)->SetValue(known(name), ctemplate::TemplateString(bytes, length));
        return true;
    } catch (...) {
        return false;
    }
}

gatebook_dictionary *gatebook_dictionary_add_section(
    gatebook_dictionary *values, const char *name) {
    try {
        return reinterpret_cast<gatebook_dictionary *>(inner(values)->AddSectionDictionary(known(name)));
    } catch (...) {
        return nullptr;
    }
}

}  // extern "C"
