using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Tests.Runs.Texts;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("report\u202Efdp.exe", "reportfdp.exe")]
    [InlineData("a\u2066b\u2069c\u200F", "abc")]
    [InlineData("one\r\ntwo\tthree", "one  two three")]
    [InlineData("\u001B[31mred\u0007", "[31mred")]
    [InlineData("zero\u200Bwidth\uFEFF", "zerowidth")]
    [InlineData("ViT, größer: 视网膜 👩‍⚕️", "ViT, größer: 视网膜 👩‍⚕️")]
    public void Invisible_characters_are_removed_from_a_line(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Line(text));

    [Fact]
    public void A_note_keeps_its_lines() => Assert.Equal("one\n\ttwo", VisibleText.Lines("one\r\n\ttwo\u202D\u0000"));

    [Fact]
    public void A_run_is_saved_with_visible_text_only()
    {
        using TemporaryFolder folder = new();
        using Database database = Database.Open(folder.Path);
        RunStore runs = new(database, new RunFeed());

        runs.Add(Sample.Run(1) with { Name = "a\u202Eb", Tags = ["t\u2067"], Note = "x\u0001\ny" });
        Run added = runs.All.Single();
        runs.Update(added.Id, run => run with { Name = "c\u200Ed" });

        Assert.Equal(("ab", "t", "x\ny"), (added.Name, added.Tags[0], added.Note));
        Assert.Equal("cd", runs.All.Single().Name);
    }
}
