using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Products of small float32 matrices in 512-bit vectors. A tile of twelve rows by two vectors stays in registers while its operands
/// are read once.
/// </summary>
internal static unsafe class TileProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 32;

    private const int Lanes = 16;
    private const int Ahead = 16; // rows of b to prefetch

    /// <summary>Whether this CPU has the required instructions.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>Rounds up to whole tiles: <paramref name="count"/>.</summary>
    public static int RoundUp(int count, int tile) => (count + tile - 1) / tile * tile;

    /// <summary>c (rows, columns) = a (rows, depth) × b (depth, columns), rows and columns in whole tiles.</summary>
    /// <param name="a">The element of row i and depth k lies at i × <paramref name="aRow"/> + k × <paramref name="aDepth"/>.</param>
    /// <param name="aRow">Stride between rows.</param>
    /// <param name="aDepth">Stride between elements of a row.</param>
    /// <param name="b">Row-major, with contiguous columns.</param>
    /// <param name="bRow">Stride between rows.</param>
    /// <param name="c">Row-major, with contiguous columns.</param>
    /// <param name="cRow">Stride between rows.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="columns">Columns of b and c.</param>
    public static void Multiply(float* a, nint aRow, nint aDepth, float* b, nint bRow, float* c, nint cRow, int rows, int depth,
        int columns)
    {
        for (int row = 0; row < rows; row += Rows)
        {
            for (int column = 0; column < columns; column += Columns) Tile(a + row * aRow, aRow, aDepth, b + column, bRow,
                c + row * cRow + column, cRow, depth, null, false);
        }
    }

    /// <summary>
    /// One tile of c = a × b, or c += a × b, where a lies in a strip of <see cref="Rows"/> rows, column after column, and b in a panel, row
    /// after row.
    /// </summary>
    /// <param name="a">The strip.</param>
    /// <param name="b">The panel.</param>
    /// <param name="c">Row-major, with contiguous columns.</param>
    /// <param name="cRow">Stride between rows.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="add">Whether to add to c instead of overwriting it.</param>
    public static void MultiplyOne(float* a, float* b, float* c, nint cRow, int depth, bool add) =>
        Tile(a, 1, Rows, b, Columns, c, cRow, depth, null, add);

    /// <summary>c = a × b, or c += a × b, where b lies in panels of <see cref="Columns"/> columns, each row after row.</summary>
    /// <param name="a">The element of row i and depth k lies at i × <paramref name="aRow"/> + k × <paramref name="aDepth"/>.</param>
    /// <param name="aRow">Stride between rows.</param>
    /// <param name="aDepth">Stride between elements of a row.</param>
    /// <param name="b">The first panel.</param>
    /// <param name="panel">Stride between panels.</param>
    /// <param name="c">Row-major, with contiguous columns.</param>
    /// <param name="cRow">Stride between rows.</param>
    /// <param name="rows">Rows of a and c, in whole tiles.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="columns">Columns of b and c, in whole tiles.</param>
    /// <param name="bias">Added to each row; null for none.</param>
    /// <param name="add">Whether to add to c instead of overwriting it.</param>
    public static void MultiplyPanels(
        float* a, nint aRow, nint aDepth, float* b, nint panel, float* c, nint cRow, int rows, int depth, int columns, float* bias = null,
        bool add = false)
    {
        for (int column = 0; column < columns; column += Columns, b += panel)
        {
            float* start = bias is null ? null : bias + column;
            for (int row = 0; row < rows; row += Rows) Tile(a + row * aRow, aRow, aDepth, b, Columns, c + row * cRow + column, cRow, depth,
                start, add);
        }
    }

    /// <summary>Fills a panel from a matrix with the row stride <paramref name="next"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyPanel(float* from, nint next, float* panel, int rows)
    {
        for (int row = 0; row < rows; row++, from += next, panel += Columns)
        {
            Vector512.Load(from).Store(panel);
            Vector512.Load(from + Lanes).Store(panel + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* a, nint aRow, nint aDepth, float* b, nint bRow, float* c, nint cRow, nint depth, float* bias, bool add)
    {
        Vector512<float> left = default, right = default;
        if (bias is not null) (left, right) = (Vector512.Load(bias), Vector512.Load(bias + Lanes));
        Vector512<float> r00 = left, r01 = right, r10 = left, r11 = right, r20 = left, r21 = right, r30 = left, r31 = right,
            r40 = left, r41 = right, r50 = left, r51 = right, r60 = left, r61 = right, r70 = left, r71 = right,
            r80 = left, r81 = right, r90 = left, r91 = right, rA0 = left, rA1 = right, rB0 = left, rB1 = right;
        float* a3 = a + 3 * aRow, a6 = a + 6 * aRow, a9 = a + 9 * aRow;
        nint second = 2 * aRow, ahead = Ahead * bRow;
        float* result = c; // prefetched for the write
        for (int i = 0; i < Rows; i++, result += cRow)
        {
            Sse.Prefetch0(result);
            Sse.Prefetch0(result + Lanes);
        }
        for (; depth > 0; depth--)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + Lanes);
            Sse.Prefetch0(b + ahead);
            Sse.Prefetch0(b + ahead + Lanes);
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
        c = Store(c, cRow, r00, r01, add);
        c = Store(c, cRow, r10, r11, add);
        c = Store(c, cRow, r20, r21, add);
        c = Store(c, cRow, r30, r31, add);
        c = Store(c, cRow, r40, r41, add);
        c = Store(c, cRow, r50, r51, add);
        c = Store(c, cRow, r60, r61, add);
        c = Store(c, cRow, r70, r71, add);
        c = Store(c, cRow, r80, r81, add);
        c = Store(c, cRow, r90, r91, add);
        c = Store(c, cRow, rA0, rA1, add);
        Store(c, cRow, rB0, rB1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Store(float* row, nint next, Vector512<float> low, Vector512<float> high, bool add)
    {
        if (add) (low, high) = (low + Vector512.Load(row), high + Vector512.Load(row + Lanes));
        low.Store(row);
        high.Store(row + Lanes);
        return row + next;
    }
}
