using System.Text;
using System.Text.Json;
using Angioboard.Core.Files;

namespace Angioboard.Core.Tests.Files;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"a": [1, 2,]}""", "line 1 is not JSON: at column 13: there is a comma before the ]; remove it")]
    [InlineData("""{"a": 1, }""", "line 1 is not JSON: at column 10: there is a comma before the }; remove it")]
    [InlineData("""{"a": [1 2]}""", "line 1 is not JSON: at column 10: a comma is missing before this; write it")]
    [InlineData("{\"é\": 1\n \"b\": 2}", "line 2 is not JSON: at column 2: a comma is missing before this; write it")]
    [InlineData("{\"é\": \"é\" \"b\": 2}", "line 1 is not JSON: at column 11: a comma is missing before this; write it")]
    [InlineData("[[1] [2]]", "line 1 is not JSON: at column 6: a comma is missing before this; write it")]
    [InlineData("[1,,2]", "line 1 is not JSON: at column 4: there is a comma with nothing before it; remove it")]
    [InlineData("""{"a" 1}""", "line 1 is not JSON: at column 6: the : after a name is missing; write it")]
    [InlineData("""{"a": 1, "b"}""", "line 1 is not JSON: at column 13: the : after a name is missing; write it")]
    [InlineData("""{"a": }""", "line 1 is not JSON: at column 7: the value before the } is missing; write it")]
    [InlineData("""{"a": 1]""",
        "line 1 is not JSON: at column 8: the ] closes nothing that is open; write }, or what is missing before it")]
    [InlineData("""{"a": 1, {}}""", "line 1 is not JSON: at column 10: a name is missing before this; write \"name\": before it")]
    [InlineData("""{"a": 1} {"b": 2}""", "line 1 is not JSON: at column 10: there is more text after the end; keep one object in the file")]
    [InlineData("{\"a\": [1, 2\n", "line 1 is not JSON: at column 12: the file ends before all brackets are closed; it was cut short")]
    [InlineData("{\n\"a", "line 2 is not JSON: at column 3: the file ends within a string; it was cut short")]
    [InlineData("", "the file is empty, which is not JSON")]
    [InlineData(" \n", "the file is empty, which is not JSON")]
    [InlineData("""{"a": NaN}""", "line 1 is not JSON: at column 7: NaN is not a number in JSON; write null or a number")]
    [InlineData("""{"a": -Infinity}""", "line 1 is not JSON: at column 8: -Infinity is not a number in JSON; write null or a number")]
    [InlineData("""{"a": None}""", "line 1 is not JSON: at column 7: None is Python's; write null")]
    [InlineData("""{"a": True}""", "line 1 is not JSON: at column 7: True is Python's; write true")]
    [InlineData("""{"a": nul}""",
        "line 1 is not JSON: at column 10: the word nul is not in quotes; put strings and names in double quotes, \"…\"")]
    [InlineData("{a: 1}", "line 1 is not JSON: at column 2: the word a is not in quotes; put strings and names in double quotes, \"…\"")]
    [InlineData("{'a': 1}", "line 1 is not JSON: at column 2: a string in single quotes; put it in double quotes, \"…\"")]
    [InlineData("{“a”: 1}", "line 1 is not JSON: at column 2: a string in quotes like “; put it in plain double quotes, \"…\"")]
    [InlineData("""{"a": 01}""", "line 1 is not JSON: at column 8: 01 is not a valid JSON number; write it like 12, -0.5 or 1e-3")]
    [InlineData("""{"a": .5}""", "line 1 is not JSON: at column 7: .5 is not a valid JSON number; write it like 12, -0.5 or 1e-3")]
    [InlineData("""{"a": +1}""", "line 1 is not JSON: at column 7: +1 is not a valid JSON number; write it like 12, -0.5 or 1e-3")]
    [InlineData("// mine\n{}", "line 1 is not JSON: at column 1: a comment, which JSON does not have; remove it")]
    [InlineData("{\"a\": 1 # mine\n}", "line 1 is not JSON: at column 9: a comment, which JSON does not have; remove it")]
    [InlineData("{\"a\": \"x\ny\"}",
        "line 1 is not JSON: at column 9: a string continues on the next line; close it with \", or write \\n for a line break")]
    [InlineData("{\"a\": \"x\ty\"}", "line 1 is not JSON: at column 9: a tab within a string; write \\t")]
    [InlineData("""{"a": "(\d+)"}""",
        "line 1 is not JSON: at column 10: an invalid escape with \\ within a string; write \\\\ for a backslash, and / in a path")]
    [InlineData("""{"a": {"b": 1, "b": 2}, "b": 3}""", "line 1 is not JSON: at column 16: b appears twice; keep one of the two")]
    [InlineData("""{"a": "\ud800"}""", "line 1 is not JSON: at column 7: a string is not valid Unicode; write whole characters")]
    [InlineData("<!DOCTYPE html>\n<html>", "line 1 is not JSON: at column 1: this is a web page or XML; get the file itself")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n",
        "line 1 is not JSON: at column 1: this is only a Git LFS pointer to the file; get the file with git lfs pull")]
    [InlineData("(1)", "line 1 is not JSON: at column 1: a character that does not belong here; remove it")]
    public void Problems_are_described_in_plain_words_with_line_and_column_from_1(string json, string words)
    {
        JsonException fault = Assert.ThrowsAny<JsonException>(() => JsonText.Parse(json));

        Assert.Equal(words, fault.Message);
    }

    [Fact]
    public void Another_encoding_is_named()
    {
        Assert.Equal("the text is UTF-16, not UTF-8; save the file as UTF-8",
            Words([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{}")]));
        Assert.Equal("the text is UTF-16, not UTF-8; save the file as UTF-8", Words(Encoding.BigEndianUnicode.GetBytes("{}")));
        Assert.Equal("the text is not UTF-8; save the file as UTF-8", Words(Encoding.Latin1.GetBytes("{\"é\": 1}")));
    }

    [Fact]
    public void A_byte_order_mark_comments_and_a_trailing_comma_are_allowed_in_files_that_people_write()
    {
        byte[] json = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes("{\"a\": [1, 2,], // mine\n}")];

        Assert.Equal(2, (int)JsonText.Parse(json, comments: true)!["a"]![1]!);
    }

    [Fact]
    public void Text_that_is_nested_too_deeply_is_refused_with_its_place()
    {
        string words = Words(Encoding.UTF8.GetBytes(new string('[', 70)));

        Assert.StartsWith("line 1 is not JSON: at column 65: ", words, StringComparison.Ordinal);
        Assert.EndsWith("; check where they are closed", words, StringComparison.Ordinal);
    }

    private static string Words(byte[] json) => Assert.ThrowsAny<JsonException>(() => JsonText.Parse(json)).Message;
}
