namespace Angioboard.Faults;

/// <summary>Something that goes wrong over and over, on purpose.</summary>
internal interface ICampaign
{
    /// <summary>What it is asked for by.</summary>
    string Name { get; }

    /// <summary>What it does and what it counts, in a line.</summary>
    string Description { get; }

    /// <summary>Runs it.</summary>
    Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation);
}

/// <summary>How much of it.</summary>
/// <param name="Count">Kills, inputs or rounds; null for the campaign's own full number.</param>
/// <param name="Minutes">How long at most, or for a campaign over time how long; null for its own.</param>
/// <param name="Seed">Random seed.</param>
/// <param name="Scratch">A folder of its own, removed afterwards.</param>
internal sealed record CampaignOptions(int? Count, double? Minutes, int Seed, string Scratch);

/// <summary>What came of it.</summary>
/// <param name="Figures">Rows to print: what, and how much.</param>
/// <param name="Failures">A line each, with what is needed to see it again; empty when all held.</param>
internal sealed record CampaignReport(IReadOnlyList<(string What, string HowMuch)> Figures, IReadOnlyList<string> Failures);
