using System.Diagnostics;
using System.Reflection;
using Angioboard.EndToEnd;

namespace Angioboard.Faults.Launches;

/// <summary>Kills a dashboard while it launches 100 runs: after its next start, either all of them exist as launched, or none.</summary>
internal sealed class LaunchCampaign : ICampaign
{
    private const int FullCount = 200, PerBox = 10;

    public string Name => "launches";

    public string Description =>
        $"Kills a dashboard at random moments of launches of {LaunchWriter.Runs} runs [--count: {FullCount} kills] and checks after each "
            + $"that the launch is complete or gone";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        Stopwatch took = Stopwatch.StartNew();
        int count = options.Count ?? FullCount, launches = 0;
        string study = Path.Combine(options.Scratch, "study");
        await Command.RunAsync(options.Scratch, "phantom", "--output", study, "--exams", "12", "--seed", "5");
        Random random = new(options.Seed);
        List<string> problems = [];
        Series? series = null;
        TimeSpan whole = TimeSpan.Zero;
        int kept = 0, gone = 0, acknowledged = 0;
        while (launches < count && (options.Minutes is not { } minutes || took.Elapsed.TotalMinutes < minutes))
        {
            if (series is null || launches % PerBox == 0)
            {
                if (series is not null) await CheckAsync(series.EndAsync(problems, cancellation));
                series = new Series(Path.Combine(options.Scratch, $"launches{launches}"), study);
            }
            // The first launch shows how long one takes.
            TimeSpan? after = whole == TimeSpan.Zero ? null : whole * 1.4 * random.NextDouble();
            await CheckAsync(series.KillAsync(launches, after, problems, cancellation));
            if (after is null) whole = series.Lasted;
            if (series.Done) acknowledged++;
            launches++;
        }
        if (series is not null) await CheckAsync(series.EndAsync(problems, cancellation));
        return new CampaignReport(
            [
                ($"kills of a dashboard that launches {LaunchWriter.Runs} runs", $"{launches}"),
                ("launches whole after the next start: owner, name, tags, order, queued", $"{kept}"),
                ("launches gone, with all that was made for them", $"{gone}"),
                ("of the whole ones acknowledged before the kill", $"{acknowledged}"),
                ("launches in part, or with anything wrong", $"{problems.Count}"),
                ("a launch that nobody killed took", $"{whole.TotalSeconds:F1} s"),
                ("took", $"{took.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} cores"),
            ],
            problems);

        async Task CheckAsync(Task<int?> checking)
        {
            int? found = await checking;
            if (found == LaunchWriter.Runs) kept++;
            else if (found == 0) gone++;
        }
    }

    /// <summary>A data folder in which one dashboard after another launches runs.</summary>
    private sealed class Series(string box, string study)
    {
        private readonly HashSet<int> whole = [];
        private int? killed;

        /// <summary>Whether the last launch was confirmed.</summary>
        public bool Done { get; private set; }

        /// <summary>The duration of the last launch.</summary>
        public TimeSpan Lasted { get; private set; }

        /// <summary>
        /// Starts a dashboard, compares its runs with what was launched, and kills it while it launches. Returns how many runs of the
        /// previous launch exist.
        /// </summary>
        public async Task<int?> KillAsync(int launch, TimeSpan? after, List<string> problems, CancellationToken cancellation)
        {
            using Process process = Start(launch);
            int? found = await CheckAsync(process, problems, cancellation);
            await UntilAsync(process, "begin", [], cancellation);
            Stopwatch lasted = Stopwatch.StartNew();
            Task<bool> done = UntilAsync(process, "done", [], cancellation);
            if (after is { } time)
                await Task.WhenAny(Task.Delay(time, cancellation),
                    done.ContinueWith(_ => Task.Delay(Timeout.Infinite, cancellation), cancellation).Unwrap());
            else await done;
            Lasted = lasted.Elapsed;
            process.Kill();
            await process.WaitForExitAsync(cancellation);
            (killed, Done) = (launch, await done);
            return found;
        }

        /// <summary>Checks the last launch.</summary>
        public async Task<int?> EndAsync(List<string> problems, CancellationToken cancellation)
        {
            using Process process = Start(int.MaxValue);
            int? found = await CheckAsync(process, problems, cancellation);
            process.Kill();
            await process.WaitForExitAsync(cancellation);
            return found;
        }

        private async Task<int?> CheckAsync(Process process, List<string> problems, CancellationToken cancellation)
        {
            List<string> lines = [];
            await UntilAsync(process, "ready", lines, cancellation);
            if (killed is not { } launch) return null;
            string[][] runs = [.. lines.Select(line => line.Split('|')).Where(fields => fields[0] == "run")];
            int found = runs.Count(run => run[1] == LaunchWriter.Texts(launch).Experiment);
            if (found == LaunchWriter.Runs) whole.Add(launch);
            else if (found > 0 || Done)
                problems.Add(
                    $"launch {launch}: {found} of {LaunchWriter.Runs} runs are there{(Done ? ", though it was acknowledged" : "")}");
            foreach (int each in whole)
                problems.AddRange(Differences(each, [.. runs.Where(run => run[1] == LaunchWriter.Texts(each).Experiment)]));
            problems.AddRange(Left(launch).Select(folder => $"launch {launch}: {folder} was left"));
            return found;
        }

        private IEnumerable<string> Left(int launch)
        {
            string folder = Path.Combine(box, "results", LaunchWriter.Texts(launch).Experiment);
            if (!Directory.Exists(folder)) return [];
            return Directory.GetFileSystemEntries(folder)
                .Where(entry => !whole.Contains(launch) || !File.Exists(Path.Combine(entry, "settings.json"))
                    || !File.Exists(Path.Combine(entry, "split.json")));
        }

        private static IEnumerable<string> Differences(int launch, string[][] runs)
        {
            (string _, string owner, string name, string tag) = LaunchWriter.Texts(launch);
            if (runs.Length != LaunchWriter.Runs) yield return $"launch {launch}: {runs.Length} runs are there, and all were before";
            foreach (string[] run in runs)
                if (run[3] != owner || run[4] != name || run[5] != tag || run[6] != "Queued" || run[7] != "False" || run[8] == "-1")
                    yield return $"launch {launch}: {string.Join('|', run)}";
            int[] order = [.. runs.OrderBy(run => int.Parse(run[2].Split('_')[1])).Select(run => int.Parse(run[8]))];
            if (!order.SequenceEqual(order.Order())) yield return $"launch {launch}: its runs wait in another order";
        }

        private Process Start(int launch)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Assembly.GetEntryAssembly() is { } entry && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
                start.ArgumentList.Add(entry.Location);
            foreach (string argument in new[] { LaunchWriter.Verb, box, study, $"{launch}" }) start.ArgumentList.Add(argument);
            start.Environment["DOTNET_TieredPGO"] = "0";
            return Process.Start(start)!;
        }

        private static async Task<bool> UntilAsync(Process process, string word, List<string> lines, CancellationToken cancellation)
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (line == word) return true;
                lines.Add(line);
            }
            return false;
        }
    }
}
