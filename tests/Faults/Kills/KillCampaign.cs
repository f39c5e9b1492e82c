using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Faults.Kills;

/// <summary>Kills trainers and dashboards in all their phases: each run must end like an undisturbed one.</summary>
internal sealed class KillCampaign : ICampaign
{
    private const int FullCount = 90, Boxes = 2;

    public string Name => "kills";

    public string Description =>
        $"Kills trainer, dashboard or both at random moments of small runs [--count: {FullCount} kills], and compares what each run ends "
            + $"with to one that nobody touched";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        Stopwatch took = Stopwatch.StartNew();
        KillPlan plan = new(options.Count ?? FullCount, options.Seed);
        string study = Path.Combine(options.Scratch, "study");
        await Command.RunAsync(options.Scratch, "phantom", "--output", study, "--exams", "12", "--seed", "5");
        Reference[] references =
            await Task.WhenAll(
                RunVariant.All.Select(variant =>
                    Reference.MakeAsync(variant, study, Path.Combine(options.Scratch, "whole", variant.Name))));

        int next = -1;
        List<KilledRun> runs = [];
        List<string> problems = [];
        await Task.WhenAll(Enumerable.Range(1, Boxes).Select(async number =>
        {
            Random random = new((options.Seed * 100) + number);
            string data = Path.Combine(options.Scratch, $"box{number}");
            await using (Box box = new(data))
            {
                try
                {
                    await box.StartAsync();
                    while (plan.Take() is { Count: > 0 } kills)
                    {
                        int variant = Interlocked.Increment(ref next) % RunVariant.All.Count;
                        KilledRun run = await KilledRun.RunAsync(box, RunVariant.All[variant], references[variant], study, plan, kills,
                            random, cancellation);
                        lock (runs) runs.Add(run);
                        Console.WriteLine(
                            $"{took.Elapsed.TotalSeconds,5:F0} s  box {number}, {run.Name}: "
                                + $"{string.Join("; ", run.Story)}{(run.Problems.Count == 0 ? "" : "; NOT AS IT SHOULD BE")}");
                        if (run.Problems.Count > 0)
                            lock (problems) problems.Add(
                                $"box {number}, {run.Name}: {string.Join("; ", run.Problems)}\n    {string.Join("\n    ", run.Story)}");
                    }
                }
                catch (InvalidOperationException e)
                {
                    // Without its dashboard, nothing more can be tried there.
                    lock (problems) problems.Add($"box {number}: {e.Message}");
                }
            }
            foreach (string problem in Stored(data)) lock (problems) problems.Add($"box {number}, {problem}");
        }));
        problems.AddRange(plan.Missing());

        return new CampaignReport(
            [
                .. plan.Table(),
                ("runs, all finished with the bytes of a run nobody touched",
                    $"{runs.Count(run => run.Problems.Count == 0)} of {runs.Count}"),
                ("given up by rule (two deaths without a checkpoint between), resumed by hand", $"{runs.Sum(run => run.GivenUp)}"),
                ("left stopped after SIGTERM from outside, resumed by hand", $"{runs.Sum(run => run.LeftStopped)}"),
                ("took", $"{took.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} cores, {Boxes} dashboards at once"),
            ],
            problems);
    }

    /// <summary>The epochs in the database must match those in the folders.</summary>
    private static List<string> Stored(string dataFolder)
    {
        List<string> problems = [];
        using Database database = Database.Open(dataFolder);
        RunStore store = new(database, new RunFeed());
        foreach (Run run in store.All)
        {
            string[] told = [.. RunHistory.Of(new RunFolder(run.Folder).Metrics).Epochs.Select(Text)],
                stored = [.. store.Epochs(run.Id).Select(Text)];
            if (run.Status != RunStatus.Finished) problems.Add($"{run.Id}: the database calls it {run.Status}: {run.Reason}");
            if (!told.SequenceEqual(stored))
                problems.Add(
                    $"{run.Id}: the database has other epochs than metrics.jsonl:\n{string.Join('\n', stored.Except(told))}\n"
                        + $"and not\n{string.Join('\n', told.Except(stored))}");
        }
        return problems;
    }

    private static string Text(EpochRecord epoch) =>
        $"epoch {epoch.Epoch}: " + string.Join(", ", epoch.Values.OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => FormattableString.Invariant($"{value.Key} {value.Value:R}")));
}
