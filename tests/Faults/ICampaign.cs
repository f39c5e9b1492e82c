namespace Angioboard.Faults;

/// <summary>A campaign that makes one kind of fault happen over and over.</summary>
internal interface ICampaign
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does and what it counts, in one line.</summary>
    string Description { get; }

    /// <summary>Runs it.</summary>
    Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation);
}

/// <summary>The size of a campaign.</summary>
/// <param name="Count">Kills, inputs or rounds; null for the campaign's default.</param>
/// <param name="Minutes">The longest time, or the duration of a campaign over time; null for its default.</param>
/// <param name="Seed">Random seed.</param>
/// <param name="Scratch">A folder for the campaign, removed afterwards.</param>
internal sealed record CampaignOptions(int? Count, double? Minutes, int Seed, string Scratch);

/// <summary>The result of a campaign.</summary>
/// <param name="Figures">Rows to print: a name and a figure.</param>
/// <param name="Failures">One line each, with what is needed to repeat it; empty if there was none.</param>
internal sealed record CampaignReport(IReadOnlyList<(string What, string HowMuch)> Figures, IReadOnlyList<string> Failures);
