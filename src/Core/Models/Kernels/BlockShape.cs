namespace Angioboard.Core.Models.Kernels;

/// <summary>What a transformer block is given: frames of so many tokens, of so many features in so many heads.</summary>
internal readonly record struct BlockShape(int Frames, int Tokens, int Dim, int Heads)
{
    /// <summary>What a block's layer norms add to a variance, as in timm's vision transformers.</summary>
    public const double NormEpsilon = 1e-6;

    /// <summary>Tokens of a piece, whole tiles; the last has fewer. What is computed of them fits a processor's second cache.</summary>
    public const int PieceRows = 4 * TileProduct.Rows;

    /// <summary>Tokens of all frames.</summary>
    public int Rows => Frames * Tokens;

    /// <summary>Rows of memory for all tokens, in whole tiles.</summary>
    public int PaddedRows => TileProduct.RoundUp(Rows, TileProduct.Rows);

    /// <summary>Pieces that the tokens are worked on in.</summary>
    public int Pieces => (Rows + PieceRows - 1) / PieceRows;

    /// <summary>Features inside the MLP.</summary>
    public int Hidden => 4 * Dim;

    /// <summary>The first piece and the last that hold tokens of a frame.</summary>
    public (int First, int Last) PiecesOf(int frame) => (frame * Tokens / PieceRows, ((frame + 1) * Tokens - 1) / PieceRows);

    /// <summary>The first frame and the last that a piece holds tokens of.</summary>
    public (int First, int Last) FramesOf(int piece)
    {
        (int start, int count) = this[piece];
        return (start / Tokens, (start + count - 1) / Tokens);
    }

    /// <summary>First token and number of tokens of a piece.</summary>
    public (int Start, int Count) this[int piece] => (piece * PieceRows, Math.Min(PieceRows, Rows - piece * PieceRows));
}
