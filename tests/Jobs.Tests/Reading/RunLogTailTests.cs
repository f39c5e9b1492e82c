using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Tests.Reading;

public sealed class RunLogTailTests
{
    [Fact]
    public void Appended_lines_are_complete_and_without_escape_sequences()
    {
        using TemporaryFolder folder = new();
        string log = folder.File("trainer.log");
        RunLogTail tail = new(Path.GetDirectoryName(log)!, HiddenSplits.None);
        File.WriteAllText(log, "one\n\u001b[32mgreen\u001b[0m\n10 %\r20 %\r\npart");

        Assert.True(tail.Read());
        Assert.Equal(["one", "green", "20 %"], tail.Lines);
        File.AppendAllText(log, " and the rest: é\n");
        Assert.True(tail.Read());

        Assert.Equal("part and the rest: é", tail.Lines[^1]);
        Assert.False(tail.Read());
    }

    [Fact]
    public void Only_the_end_of_a_long_log_is_kept_and_the_cut_is_reported()
    {
        using TemporaryFolder folder = new();
        string log = folder.File("console.log");
        File.WriteAllLines(log, Enumerable.Range(0, RunLogTail.MaxLines + 10).Select(i => $"line {i}"));
        RunLogTail tail = new(Path.GetDirectoryName(log)!, HiddenSplits.None);

        tail.Read();

        Assert.Equal((RunLogTail.MaxLines, "line 10", true), (tail.Lines.Count, tail.Lines[0], tail.Cut));
    }

    [Fact]
    public void A_replaced_log_is_read_from_its_start()
    {
        using TemporaryFolder folder = new();
        string log = folder.File("trainer.log");
        File.WriteAllText(log, "a long first line\n");
        RunLogTail tail = new(Path.GetDirectoryName(log)!, HiddenSplits.None);
        tail.Read();

        File.WriteAllText(log, "new\n");
        tail.Read();

        Assert.Equal(["new"], tail.Lines);
    }
}
