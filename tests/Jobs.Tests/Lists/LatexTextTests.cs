using Angioboard.Jobs.Lists;
using CsCheck;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class LatexTextTests
{
    [Theory]
    [InlineData("#$%&_{}", "\\#\\$\\%\\&\\_\\{\\}")]
    [InlineData("~^\\", "\\textasciitilde{}\\textasciicircum{}\\textbackslash{}")]
    [InlineData("<>|\"", "\\textless{}\\textgreater{}\\textbar{}{\\char34}")]
    [InlineData("[a]*", "{[}a]{*}")]
    [InlineData("a--b---c", "a-{}-b-{}-{}-c")]
    [InlineData("''``,,!`?`", "'{}'`{}`,{},!{}`?{}`")]
    [InlineData("a\nb\rc\td\u0007e\u2028f\u0085", "a b c d e f ")]
    [InlineData("é µ ± ß ł €", "é µ ± ß ł €")]
    [InlineData("5 \u03bcm", "5 \u00b5m")]
    [InlineData("ą", "\\angiochar{ą}{0105}{T1}")]
    [InlineData("中", "\\angiochar{中}{4E2D}{}")]
    [InlineData("👁", "\\angiochar{👁}{1F441}{}")]
    [InlineData("\u202e", "\\angiochar{\u202e}{202E}{}")]
    [InlineData("e\u0301", "e\\angiochar{\u0301}{0301}{}")]
    public void Each_special_character_is_written_as_text(string text, string latex) => Assert.Equal(latex, LatexText.Escape(text));

    [Fact]
    public void Half_a_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("a{[}U+FFFD]", LatexText.Escape("a" + (char)0xD83D));

    [Fact]
    public void No_text_leaves_an_open_special_character() => Gen.String.Sample(text =>
    {
        string escaped = LatexText.Escape(text).Replace("\\textbackslash{}", "", StringComparison.Ordinal);
        for (int i = 0; i < escaped.Length; i++)
        {
            if ("&%$#_".Contains(escaped[i])) Assert.True(i > 0 && escaped[i - 1] == '\\');
            Assert.DoesNotContain(escaped[i], "\n\r\t~^<>|\"");
        }
    });
}
