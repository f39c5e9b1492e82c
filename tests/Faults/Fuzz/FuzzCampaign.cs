using System.Globalization;

namespace Angioboard.Faults.Fuzz;

/// <summary>Damaged files for every reader: none may crash, hang, fill the memory or be refused with an unhelpful message.</summary>
internal sealed class FuzzCampaign : ICampaign
{
    private const int FullCount = 20_000;

    public string Name => "fuzz";

    public string Description =>
        "Damaged split, frame, checkpoint, weights, predictions, settings and log files for their readers; counts what is read, refused "
            + "and fails.";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        FuzzFolder folder = new(options.Scratch);
        await FuzzSeeds.MakeAsync(folder, cancellation);
        int count = options.Count ?? FullCount, processes = Math.Clamp(Environment.ProcessorCount, 1, 8);
        DateTime end = options.Minutes is { } minutes ? DateTime.UtcNow.AddMinutes(minutes) : DateTime.MaxValue;
        List<FuzzOutcome> outcomes = [];
        await Task.WhenAll(Enumerable.Range(0, processes).Select(async process =>
        {
            FuzzWatch watch = new(folder, options.Seed, process);
            await foreach (FuzzOutcome outcome in watch.ReadAsync(process, count, processes, cancellation))
            {
                lock (outcomes) outcomes.Add(outcome);
                if (DateTime.UtcNow > end) break;
            }
        }));

        FuzzWatch alone = new(folder, options.Seed, processes);
        FailedInputs kept = new(folder, options.Seed);
        List<string> failures = [];
        foreach (FuzzOutcome failed in outcomes.Where(outcome => outcome.Failed).OrderBy(outcome => outcome.Number).ToArray())
        {
            // Other processes may have used the time and memory: it only counts if it is repeated with nothing else running.
            FuzzOutcome again = failed;
            await foreach (FuzzOutcome outcome in alone.ReadAsync(failed.Number, failed.Number + 1, 1, cancellation)) again = outcome;
            outcomes[outcomes.IndexOf(failed)] = again;
            if (again.Fault is { } fault)
                failures.Add($"input {again.Number} of seed {options.Seed}, {again.Reader}: {fault}; {kept.Keep(again.Number)}");
        }
        return new CampaignReport([.. Figures(outcomes)], failures);
    }

    private static IEnumerable<(string, string)> Figures(List<FuzzOutcome> outcomes)
    {
        yield return ("inputs", outcomes.Count.ToString("N0", CultureInfo.InvariantCulture));
        foreach (IGrouping<string, FuzzOutcome> reader in outcomes.GroupBy(outcome => outcome.Reader)
            .OrderBy(reader => reader.Key, StringComparer.Ordinal))
        {
            int read = reader.Count(outcome => outcome.Result == "read"), refused = reader.Count(outcome => outcome.Result == "refused");
            FuzzOutcome slowest = reader.MaxBy(outcome => outcome.Milliseconds)!, largest = reader.MaxBy(outcome => outcome.Megabytes)!;
            yield return (
                reader.Key,
                string.Create(CultureInfo.InvariantCulture,
                    $"{reader.Count():N0}: {read:N0} read, {refused:N0} refused; slowest "
                        + $"{slowest.Milliseconds / 1000:F2} s (input {slowest.Number}), most memory {largest.Megabytes} MB (input "
                        + $"{largest.Number})"));
        }
        yield return ("failures", outcomes.Count(outcome => outcome.Failed).ToString(CultureInfo.InvariantCulture));
    }
}
