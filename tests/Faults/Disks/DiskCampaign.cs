using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;
using Angioboard.Faults.Kills;

namespace Angioboard.Faults.Disks;

/// <summary>
/// Fills the disk of the database, of the results or of both at random moments of runs. Each run must end like an undisturbed one, without
/// a restart.
/// </summary>
internal sealed class DiskCampaign : ICampaign
{
    private const int FullCount = 60;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2), Look = TimeSpan.FromMilliseconds(200);

    public string Name => "disks";

    public string Description =>
        $"Fills the disk under the database, the results or both at random moments of small runs [--count: {FullCount} times], and "
            + $"compares what each run ends with to one that nobody touched";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        Stopwatch took = Stopwatch.StartNew();
        int count = options.Count ?? FullCount, fills = 0, runs = 0, degraded = 0;
        string study = Path.Combine(options.Scratch, "study");
        await Command.RunAsync(options.Scratch, "phantom", "--output", study, "--exams", "12", "--seed", "5");
        RunVariant variant = RunVariant.All[0];
        Reference reference = await Reference.MakeAsync(variant, study, Path.Combine(options.Scratch, "whole"));
        List<string> problems = [];
        DiskLayout[] layouts = Enum.GetValues<DiskLayout>();
        Random random = new(options.Seed);
        foreach (DiskLayout layout in layouts)
        {
            int share = (count / layouts.Length) + (Array.IndexOf(layouts, layout) < count % layouts.Length ? 1 : 0);
            string scratch = Directory.CreateDirectory(Path.Combine(options.Scratch, $"{layout}")).FullName;
            using MountedBox mounted = new(layout, scratch);
            await using Box box = new(mounted.DataFolder, new() { ["Angioboard__MinimumFreeGigabytes"] = "0" });
            await box.StartAsync();
            for (int done = 0; done < share;)
            {
                string run = $"{layout}, run {++runs}";
                try
                {
                    RunFolder folder = await box.SubmitAsync(variant, study);
                    for (int each = 0; each < 2 && done < share; each++, done++, fills++)
                    {
                        await Task.Delay(reference.Took(RunPhase.Training) * 0.6 * random.NextDouble(), cancellation);
                        mounted.Disk.Fill(random.Next(30_000));
                        await Task.Delay(TimeSpan.FromSeconds(1 + (5 * random.NextDouble())), cancellation);
                        string health = await box.HealthAsync();
                        if (health == "degraded") degraded++;
                        mounted.Disk.Free();
                        await UntilAsync(async () => await box.HealthAsync() == "ok",
                            () => "the dashboard does not say that it is well again", cancellation);
                    }
                    await UntilAsync(async () => await box.StatusAsync(folder) == "finished",
                        () => $"{folder.Path} does not finish: {Said(folder)}", cancellation);
                    string[] differences = [.. reference.Differences(folder)];
                    if (differences.Length > 0) problems.Add($"{run}: {string.Join("; ", differences)}");
                }
                catch (InvalidOperationException e)
                {
                    problems.Add($"{run}: {e.Message}\n{box.Output}");
                    break;
                }
            }
        }
        return new CampaignReport(
            [
                ("times that a disk was full and freed again: of the database, of the results, of both", $"{fills}"),
                ("of them with the health said to be degraded at the moment it was asked", $"{degraded}"),
                ("runs, all finished without a restart and with the bytes of a run nobody touched", $"{runs - problems.Count} of {runs}"),
                ("took", $"{took.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} cores"),
            ],
            problems);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string> problem, CancellationToken cancellation)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(Look, cancellation))
            if (waited.Elapsed > Hang) throw new InvalidOperationException(problem());
    }

    // The run's last log lines and its files.
    private static string Said(RunFolder folder)
    {
        string Last(string path) => File.Exists(path) ? string.Join('\n', File.ReadLines(path).TakeLast(4)) : "is not there";
        return $"trainer.log {Last(folder.TrainerLog)}\nmetrics.jsonl {Last(folder.Metrics)}\nfiles "
            + $"{string.Join(", ", new DirectoryInfo(folder.Path).GetFiles().Select(file => $"{file.Name} {file.Length}"))}";
    }
}
