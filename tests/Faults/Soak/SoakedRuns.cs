using Angioboard.EndToEnd;
using Microsoft.Playwright;

namespace Angioboard.Faults.Soak;

/// <summary>Launches a run, lets it train for a moment, stops it and deletes it, again and again.</summary>
internal sealed class SoakedRuns(DashboardProcess dashboard, string study, SoakedPages pages, Random random)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200), Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs launched and ended so far.</summary>
    public int Done { get; private set; }

    /// <summary>Repeats this until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            string id = (await Command.RunAsync(dashboard.DataFolder,
            [
                "submit", "--experiment", "soak", "--split", Path.Combine(study, "split.json"), "--datadir", study, "--data", "phantom",
                "--device", "cpu",
                "--threads", "1", "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--hidden-dim", "8", "--max-frames", "4",
                "--epochs", "100000",
            ])).Trim();
            string log = Path.Combine(dashboard.Results, id, "metrics.jsonl");
            await UntilAsync(() => File.Exists(log) && Text(log).Contains("\"type\":\"epoch\"", StringComparison.Ordinal), $"{id} trains");
            await pages.ShowAsync(id);
            await Task.Delay(TimeSpan.FromSeconds(2 + (8 * random.NextDouble())), CancellationToken.None);
            await Command.RunAsync(dashboard.DataFolder, "stop", id);
            await UntilAsync(() => Text(log).Contains("\"stopped\"", StringComparison.Ordinal), $"{id} stops");
            await pages.DeleteAsync();
            Done++;
        }
    }

    private static string Text(string log)
    {
        using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (DateTime late = DateTime.UtcNow + Limit; !holds(); await Task.Delay(Poll))
        {
            if (DateTime.UtcNow > late) throw new InvalidOperationException($"it never came about that {what}");
        }
    }
}
