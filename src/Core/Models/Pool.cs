namespace Angioboard.Core.Models;

/// <summary>How a frame's tokens are pooled to one embedding.</summary>
public enum Pool
{
    /// <summary>The class token after the final norm.</summary>
    Token,

    /// <summary>The mean of the patch tokens, then timm's fc_norm.</summary>
    Avg,
}
