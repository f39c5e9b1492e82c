namespace Angioboard.Jobs.Papers.Kits;

/// <summary>A paper kit that is fetched.</summary>
/// <param name="Content">The zip file.</param>
/// <param name="Runs">The ids of its runs, separated by commas.</param>
public sealed record PaperKit(Stream Content, string Runs);
