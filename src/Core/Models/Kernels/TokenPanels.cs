namespace Angioboard.Core.Models.Kernels;

/// <summary>Tokens laid out to be the right side of a product over them: panels of <see cref="TileProduct.Columns"/> features, token after token.</summary>
internal sealed unsafe class TokenPanels(int tokens, int features) : IDisposable
{
    private readonly Floats memory = new((long)tokens * features);

    /// <summary>How many tokens.</summary>
    public int Tokens => tokens;

    /// <summary>Features of a token.</summary>
    public int Features => features;

    /// <summary>Where a feature's panel, from the token on, lies; feature in whole panels.</summary>
    public float* this[int feature, nint token] => memory[0] + (nint)feature * tokens + token * TileProduct.Columns;

    /// <summary>Sets some tokens, given one after another.</summary>
    public void Set(nint start, float* from, int count)
    {
        for (int feature = 0; feature < features; feature += TileProduct.Columns) TileProduct.CopyPanel(from + feature, features, this[feature, start], count);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
