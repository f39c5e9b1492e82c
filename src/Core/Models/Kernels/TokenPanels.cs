namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Tokens laid out as the right-hand side of a product over tokens: panels of <see cref="TileProduct.Columns"/> features, token after
/// token.
/// </summary>
internal sealed unsafe class TokenPanels(int tokens, int features) : IDisposable
{
    private readonly Floats memory = new((long)tokens * features);

    /// <summary>Number of tokens.</summary>
    public int Tokens => tokens;

    /// <summary>Features of a token.</summary>
    public int Features => features;

    /// <summary>Address of a feature's panel from a token on; the feature is a multiple of the panel width.</summary>
    public float* this[int feature, nint token] => memory[0] + (nint)feature * tokens + token * TileProduct.Columns;

    /// <summary>Stores some tokens, given in sequence.</summary>
    public void Set(nint start, float* from, int count)
    {
        for (int feature = 0; feature < features; feature += TileProduct.Columns) TileProduct.CopyPanel(from + feature, features,
            this[feature, start], count);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
