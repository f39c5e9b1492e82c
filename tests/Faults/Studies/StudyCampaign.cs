using System.Diagnostics;
using Angioboard.EndToEnd;
using Angioboard.Faults.Kills;

namespace Angioboard.Faults.Studies;

/// <summary>
/// Kills dashboards and trainers while they launch and train studies: each study must have the results of an undisturbed one.
/// </summary>
internal sealed class StudyCampaign : ICampaign
{
    private const int FullCount = 20;

    private static readonly string[] plan =
    [
        "--data", "phantom", "--device", "cpu", "--threads", "1", "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)",
        "--hidden-dim", "8", "--lr", "3e-3", "--epochs", "24", "--batch-size", "2", "--shuffle", "true", "--augmentations", "true",
        "--dropout", "0.3", "--checkpoint-minutes", "1e-6", "--folds", "3", "--vary", "max_frames=2,4",
    ];

    public string Name => "studies";

    public string Description =>
        $"Kills dashboard, trainer or both at random moments of studies [--count: {FullCount} kills], also of their launch, and compares "
            + "what each study ends with to one that nobody touched";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        Stopwatch took = Stopwatch.StartNew();
        string data = Path.Combine(options.Scratch, "data");
        await Command.RunAsync(options.Scratch, "phantom", "--output", data, "--exams", "60", "--seed", "5");
        string[] made = ["--split", Path.Combine(data, "split.json"), "--datadir", data, .. plan];
        string whole = (await Command.RunAsync(options.Scratch,
            ["study", "new", "--output", Path.Combine(options.Scratch, "whole"), .. made])).Trim();
        await Command.RunAsync(options.Scratch, "study", "run", whole);
        await Command.RunAsync(options.Scratch, "study", "report", whole);
        StudyFiles undisturbed = StudyFiles.Read(whole);

        Random random = new(options.Seed);
        KillCount kills = new(options.Count ?? FullCount);
        List<string> problems = [];
        int studies = 0, same = 0, byHand = 0;
        await using Box box = new(Path.Combine(options.Scratch, "box"));
        try
        {
            await box.StartAsync();
            while (kills.Left > 0)
            {
                KilledStudy study = new(box, $"study{++studies}", kills, random);
                string folder = await study.RunAsync(made, cancellation);
                string[] differences = [.. study.Problems, .. undisturbed.Differences(StudyFiles.Read(folder))];
                if (differences.Length == 0) same++;
                problems.AddRange(differences.Select(difference =>
                    $"study {studies}: {difference}\n    {string.Join("\n    ", study.Story)}"));
                byHand += study.ByHand;
                string at = FormattableString.Invariant($"{took.Elapsed.TotalSeconds,5:F0} s");
                Console.WriteLine($"{at}  study {studies}: {string.Join("; ", study.Story)}"
                    + (differences.Length == 0 ? "" : "; NOT AS IT SHOULD BE"));
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            problems.Add($"study {studies}: {e.Message}");
        }
        return new CampaignReport(
            [
                .. kills.Table(),
                ("studies of 6 runs with the results and predictions of one nobody touched", $"{same} of {studies}"),
                ("runs given up by rule, resumed by hand", $"{byHand}"),
                ("took", FormattableString.Invariant($"{took.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} cores")),
            ],
            problems);
    }
}
