using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Angioboard.Core.Models;

/// <summary>
/// Products of small float32 matrices in vectors of 512 bits. A tile of twelve rows by two vectors stays in registers while all that adds
/// up to it is read once.
/// </summary>
internal static unsafe class TileProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 32;

    private const int Lanes = 16;

    /// <summary>Whether this processor has what it takes.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>Whole tiles that hold <paramref name="count"/>.</summary>
    public static int RoundUp(int count, int tile) => (count + tile - 1) / tile * tile;

    /// <summary>c (rows, columns) = a (rows, depth) × b (depth, columns), rows and columns in whole tiles.</summary>
    /// <param name="a">The element of row i and depth k lies at i × <paramref name="aRow"/> + k × <paramref name="aDepth"/>.</param>
    /// <param name="aRow">From a row to the next.</param>
    /// <param name="aDepth">From an element of a row to the next.</param>
    /// <param name="b">Row after row, its columns side by side.</param>
    /// <param name="bRow">From a row to the next.</param>
    /// <param name="c">Row after row, its columns side by side.</param>
    /// <param name="cRow">From a row to the next.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="columns">Columns of b and c.</param>
    public static void Multiply(float* a, nint aRow, nint aDepth, float* b, nint bRow, float* c, nint cRow, int rows, int depth, int columns)
    {
        for (int row = 0; row < rows; row += Rows)
        {
            for (int column = 0; column < columns; column += Columns) Tile(a + row * aRow, aRow, aDepth, b + column, bRow, c + row * cRow + column, cRow, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* a, nint aRow, nint aDepth, float* b, nint bRow, float* c, nint cRow, nint depth)
    {
        Vector512<float> r00 = default, r01 = default, r10 = default, r11 = default, r20 = default, r21 = default, r30 = default, r31 = default,
            r40 = default, r41 = default, r50 = default, r51 = default, r60 = default, r61 = default, r70 = default, r71 = default,
            r80 = default, r81 = default, r90 = default, r91 = default, rA0 = default, rA1 = default, rB0 = default, rB1 = default;
        float* a3 = a + 3 * aRow, a6 = a + 6 * aRow, a9 = a + 9 * aRow;
        nint second = 2 * aRow;
        for (; depth > 0; depth--)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + Lanes);
            Vector512<float> x = Vector512.Create(*a);
            (r00, r01) = (Vector512.FusedMultiplyAdd(x, low, r00), Vector512.FusedMultiplyAdd(x, high, r01));
            x = Vector512.Create(a[aRow]);
            (r10, r11) = (Vector512.FusedMultiplyAdd(x, low, r10), Vector512.FusedMultiplyAdd(x, high, r11));
            x = Vector512.Create(a[second]);
            (r20, r21) = (Vector512.FusedMultiplyAdd(x, low, r20), Vector512.FusedMultiplyAdd(x, high, r21));
            x = Vector512.Create(*a3);
            (r30, r31) = (Vector512.FusedMultiplyAdd(x, low, r30), Vector512.FusedMultiplyAdd(x, high, r31));
            x = Vector512.Create(a3[aRow]);
            (r40, r41) = (Vector512.FusedMultiplyAdd(x, low, r40), Vector512.FusedMultiplyAdd(x, high, r41));
            x = Vector512.Create(a3[second]);
            (r50, r51) = (Vector512.FusedMultiplyAdd(x, low, r50), Vector512.FusedMultiplyAdd(x, high, r51));
            x = Vector512.Create(*a6);
            (r60, r61) = (Vector512.FusedMultiplyAdd(x, low, r60), Vector512.FusedMultiplyAdd(x, high, r61));
            x = Vector512.Create(a6[aRow]);
            (r70, r71) = (Vector512.FusedMultiplyAdd(x, low, r70), Vector512.FusedMultiplyAdd(x, high, r71));
            x = Vector512.Create(a6[second]);
            (r80, r81) = (Vector512.FusedMultiplyAdd(x, low, r80), Vector512.FusedMultiplyAdd(x, high, r81));
            x = Vector512.Create(*a9);
            (r90, r91) = (Vector512.FusedMultiplyAdd(x, low, r90), Vector512.FusedMultiplyAdd(x, high, r91));
            x = Vector512.Create(a9[aRow]);
            (rA0, rA1) = (Vector512.FusedMultiplyAdd(x, low, rA0), Vector512.FusedMultiplyAdd(x, high, rA1));
            x = Vector512.Create(a9[second]);
            (rB0, rB1) = (Vector512.FusedMultiplyAdd(x, low, rB0), Vector512.FusedMultiplyAdd(x, high, rB1));
            a += aDepth;
            a3 += aDepth;
            a6 += aDepth;
            a9 += aDepth;
            b += bRow;
        }
        c = Store(c, cRow, r00, r01);
        c = Store(c, cRow, r10, r11);
        c = Store(c, cRow, r20, r21);
        c = Store(c, cRow, r30, r31);
        c = Store(c, cRow, r40, r41);
        c = Store(c, cRow, r50, r51);
        c = Store(c, cRow, r60, r61);
        c = Store(c, cRow, r70, r71);
        c = Store(c, cRow, r80, r81);
        c = Store(c, cRow, r90, r91);
        c = Store(c, cRow, rA0, rA1);
        Store(c, cRow, rB0, rB1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Store(float* row, nint next, Vector512<float> low, Vector512<float> high)
    {
        low.Store(row);
        high.Store(row + Lanes);
        return row + next;
    }
}
