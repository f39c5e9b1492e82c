namespace Angioboard.Core.Formats.Pickle;

/// <summary>A class or function that a pickle mentions, by its name alone: <c>torch.optim.adamw.AdamW</c>. Nothing was looked up.</summary>
/// <param name="Name">Module and name, Python 2's modules under Python 3's names.</param>
public sealed record InertName(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
