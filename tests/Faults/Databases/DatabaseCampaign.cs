using System.Diagnostics;
using System.Reflection;
using Angioboard.Core;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Faults.Databases;

/// <summary>Kills a process that writes to the database: every confirmed write must be there when the database is opened again.</summary>
internal sealed class DatabaseCampaign : ICampaign
{
    private const int FullCount = 100, WritesAtMost = 120, AtOnce = 2;

    public string Name => "database";

    public string Description =>
        $"Kills a process that writes to the database [--count: {FullCount} kills] and checks after each that no confirmed write is lost";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        Stopwatch took = Stopwatch.StartNew();
        int count = options.Count ?? FullCount;
        List<string> problems = [];
        Series[] series =
            [.. Enumerable.Range(0, AtOnce)
                .Select(number => new Series(Path.Combine(options.Scratch, $"database{number}"), (options.Seed * 1000) + number))];
        await Task.WhenAll(series.Select((one, number) => Task.Run(
            async () =>
            {
                for (int kill = number; kill < count; kill += AtOnce)
                {
                    string[] found = await one.KillAsync(kill, cancellation);
                    lock (problems) problems.AddRange(found.Select(problem => $"kill {kill}: {problem}"));
                }
            }, cancellation)));
        return new CampaignReport(
            [
                ("kills of a process that writes to the database", $"{count}"),
                ("of them before its first write, such as while it opens the database", $"{series.Sum(one => one.Early)}"),
                ("of them between the begin and the end of a write", $"{series.Sum(one => one.Within)}"),
                ("writes acknowledged", $"{series.Sum(one => one.Told.Writes)}"),
                ("acknowledged and missing, or not readable", $"{problems.Count}"),
                ("took", $"{took.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} cores"),
            ],
            problems);
    }

    /// <summary>A database that one process after another writes to.</summary>
    private sealed class Series(string folder, int seed)
    {
        private readonly Random random = new(seed);

        public Acknowledged Told { get; } = new();

        public int Early { get; private set; }

        public int Within { get; private set; }

        public async Task<string[]> KillAsync(int number, CancellationToken cancellation)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
            if (Assembly.GetEntryAssembly() is { } entry && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
                start.ArgumentList.Add(entry.Location);
            start.ArgumentList.Add(DatabaseWriter.Verb);
            start.ArgumentList.Add(folder);
            start.ArgumentList.Add($"{(seed * 10_000) + number}");
            // Each process only lives for a moment, so its code is compiled quickly rather than well.
            start.Environment["DOTNET_TieredPGO"] = "0";
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);

            // One in six is killed at any time after its start, the others after a number of writes and a moment.
            if (random.Next(6) == 0) _ = KillLaterAsync(process, TimeSpan.FromMilliseconds(random.Next(50, 700)));
            int writes = random.Next(WritesAtMost), done = 0;
            string? last = null;
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                Told.Take(line);
                last = line;
                if (line.Contains('!', StringComparison.Ordinal) && done++ == writes)
                    _ = KillLaterAsync(process, TimeSpan.FromMilliseconds(3 * random.NextDouble()));
            }
            await process.WaitForExitAsync(cancellation);
            if (done == 0) Early++;
            if (last?.Contains('?', StringComparison.Ordinal) == true) Within++;
            string said = await errors;
            List<string> problems = said.Length > 0 ? [said] : [];
            problems.AddRange(Check());
            return [.. problems];
        }

        // Opens a copy, so that the next writer finds the files as they were left, not as closing them leaves them.
        private string[] Check()
        {
            string copy = $"{folder}-copy";
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.GetFiles(copy)) File.Delete(file);
            if (Directory.Exists(folder)) foreach (string file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            try
            {
                using Database database = Database.Open(copy);
                return [.. Told.Differences(new RunStore(database, new RunFeed()))];
            }
            catch (InputException e)
            {
                return [e.Problems[0]];
            }
        }

        private static async Task KillLaterAsync(Process process, TimeSpan delay)
        {
            if (delay > TimeSpan.FromMilliseconds(20)) await Task.Delay(delay);
            else for (long end = Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency); Stopwatch.GetTimestamp(
                ) < end;) Thread.SpinWait(50);
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It was killed already.
            }
        }
    }
}
