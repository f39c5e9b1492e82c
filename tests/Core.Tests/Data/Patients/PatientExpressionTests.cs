using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Patients;

/// <summary>Expressions in the syntax of Python's <c>re</c> find what they find in Python.</summary>
public sealed class PatientExpressionTests
{
    [Theory]
    [InlineData(@"(?P<patient>\d+)_[LR]$", "Train/17_L", "17")]
    [InlineData(@"(?P<eye>[LR])_(\d+)$", "R_17", "R")]
    [InlineData(@"(\d+)_(?P<eye>[LR])$", "17_L", "17")]
    [InlineData(@"(?P<eye>[LR])_(?P<patient>\d+)$", "R_17", "17")]
    [InlineData(@"(?<eye>[LR])_(\d+)$", "R_17", "R")]
    [InlineData(@"(?P<p>\d)(\d)\2(?P=p)", "x1221", "1")]
    [InlineData(@"(\d{,2})_", "123_L", "23")]
    [InlineData(@"\(?P<(\d+)>", "(P<17>", "17")]
    [InlineData(@"[(?P<]+(\d+)", "(P<17", "17")]
    [InlineData(@"[](?P<x>]+(\d+)", "](17", "17")]
    [InlineData(@"(?<=/)(\d+)(?#(?P<)_", "a/17_L", "17")]
    [InlineData(@"(?:ex|Train)/(\d+)\w*\Z", "ex/17_L", "17")]
    public void A_pattern_finds_the_patient(string pattern, string exam, string patient)
    {
        IReadOnlyDictionary<string, string> patients = PatientMap.Parse(pattern)
            .Assign([("train", [exam])], TestContext.Current.CancellationToken);

        Assert.Equal(patient, patients[exam]);
    }

    [Theory]
    [InlineData(@"(?P<p>\d+_[LR]", "a ( has no ), at character 14")]
    [InlineData(@"(?P>p)(\d)", "(? is followed by something unknown; a named group is (?P<name>…), at character 3")]
    [InlineData(@"(\d)(?P=q)", "it refers to a group that does not exist, at character 9")]
    [InlineData("*(a)", "* + ? or { } has nothing before it to repeat, at character 1")]
    [InlineData("(a)**", "one of * + ? or { } follows another; put parentheses around the repeated part, at character 5")]
    [InlineData("[z-a](b)", "a range in [ ] runs backwards, at character 4")]
    [InlineData(@"(a)\", @"it ends with \, at character 4")]
    public void A_bad_pattern_is_refused_in_plain_words(string pattern, string fault)
    {
        string problem = Assert.Single(Assert.Throws<InputException>(() => PatientMap.Parse(pattern)).Problems);

        Assert.Equal(
            $@"patients: {pattern}: neither a file nor a regular expression: {fault}; give one like (\d+)_[LR]$ or a CSV file", problem);
    }

    [Fact]
    public void Any_text_is_an_expression_or_refused_in_a_line()
    {
        string[] pieces = ["(", ")", "(?P<", "(?P=", "(?<", "(?:", "(?#", "(?=", "[", "]", "^", "{,", "{2,", "}", "*", "+", "?", "|", "\\",
            "\\Z", "\\d", ">", "a", "_1", "1", "ü", "-", "$"];
        int read = 0;
        for (int i = 0; i < 5000; i++)
        {
            SeededRandom random = new(11, "expressions", i);
            string text = "(a)" + string.Concat(Enumerable.Range(0, random.NextInt(9)).Select(_ => pieces[random.NextInt(pieces.Length)]));
            try
            {
                PatientMap.Parse(text).Assign([("train", ["a1_1"])], TestContext.Current.CancellationToken);
                read++;
            }
            catch (InputException e)
            {
                Assert.DoesNotContain("Invalid pattern", e.Message, StringComparison.Ordinal);
                Assert.Matches("at character [0-9]+; give one like|gives no patient", e.Message);
            }
        }

        Assert.InRange(read, 500, 4500);
    }
}
