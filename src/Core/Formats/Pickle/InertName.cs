namespace Angioboard.Core.Formats.Pickle;

/// <summary>The name of a class or function in a pickle: <c>torch.optim.adamw.AdamW</c>. It is never resolved.</summary>
/// <param name="Name">Module and name, Python 2's modules under Python 3's names.</param>
public sealed record InertName(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
