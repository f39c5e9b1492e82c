namespace Angioboard.Core.Models.Kernels;

/// <summary>Shape of a transformer block's input: frames, tokens per frame, features and heads.</summary>
internal readonly record struct BlockShape(int Frames, int Tokens, int Dim, int Heads)
{
    /// <summary>Epsilon of a block's layer norms, as in timm's vision transformers.</summary>
    public const double NormEpsilon = 1e-6;

    /// <summary>
    /// Tokens per piece, a multiple of the tile height; the last piece has fewer. A piece's intermediate values fit the L2 cache.
    /// </summary>
    public const int PieceRows = 4 * TileProduct.Rows;

    /// <summary>Tokens of all frames.</summary>
    public int Rows => Frames * Tokens;

    /// <summary>Rows of memory for all tokens, rounded up to whole tiles.</summary>
    public int PaddedRows => TileProduct.RoundUp(Rows, TileProduct.Rows);

    /// <summary>Number of pieces.</summary>
    public int Pieces => (Rows + PieceRows - 1) / PieceRows;

    /// <summary>Features inside the MLP.</summary>
    public int Hidden => 4 * Dim;

    /// <summary>The first and last piece with tokens of a frame.</summary>
    public (int First, int Last) PiecesOf(int frame) => (frame * Tokens / PieceRows, ((frame + 1) * Tokens - 1) / PieceRows);

    /// <summary>The first and last frame with tokens in a piece.</summary>
    public (int First, int Last) FramesOf(int piece)
    {
        (int start, int count) = this[piece];
        return (start / Tokens, (start + count - 1) / Tokens);
    }

    /// <summary>First token and number of tokens of a piece.</summary>
    public (int Start, int Count) this[int piece] => (piece * PieceRows, Math.Min(PieceRows, Rows - piece * PieceRows));
}
