using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Tests.RunFolders;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_sample_of_the_machine_follows_the_runs_end()
    {
        using MetricsLog log = new(folder.File("metrics.jsonl"), TimeProvider.System);
        bool before = log.TryAppend("system", ("rss_gb", 1));

        log.Append("status", ("status", "finished"));
        bool after = log.TryAppend("system", ("rss_gb", 1));

        Assert.Equal((true, false), (before, after));
        Assert.Equal(2, File.ReadAllLines(folder.File("metrics.jsonl")).Length);
    }
}
