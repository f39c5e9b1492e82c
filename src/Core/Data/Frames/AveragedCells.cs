namespace Angioboard.Core.Data.Frames;

/// <summary>Averages an image over the cells of a coarse grid, row by row.</summary>
internal sealed class AveragedCells
{
    private readonly int width, height, columns, rows;
    private readonly int[] columnOf;
    private readonly long[] sums;
    private readonly int[] counts;
    private long pixels, sum, squares;

    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="columns">Cells along a row.</param>
    /// <param name="rows">Cells along a column.</param>
    public AveragedCells(int width, int height, int columns, int rows)
    {
        (this.width, this.height, this.columns, this.rows) = (width, height, columns, rows);
        columnOf = [.. Enumerable.Range(0, width).Select(x => (int)((long)x * columns / width))];
        sums = new long[columns * rows];
        counts = new int[columns * rows];
    }

    /// <summary>Mean of all pixels; 0 without any.</summary>
    public double Mean => pixels == 0 ? 0 : (double)sum / pixels;

    /// <summary>Standard deviation of all pixels.</summary>
    public double Deviation => pixels == 0 ? 0 : Math.Sqrt(Math.Max(0, (double)squares / pixels - Mean * Mean));

    /// <summary>Adds a row.</summary>
    public void Add(int row, ReadOnlySpan<byte> gray)
    {
        int start = (int)((long)row * rows / height) * columns;
        int last = -1;
        long ofCell = 0, ofRow = 0, squared = 0;
        int count = 0;
        for (int x = 0; x < gray.Length; x++)
        {
            int cell = columnOf[x];
            if (cell != last)
            {
                Flush(last);
                last = cell;
            }
            int value = gray[x];
            ofCell += value;
            squared += value * value;
            count++;
        }
        Flush(last);
        pixels += gray.Length;
        sum += ofRow;
        squares += squared;

        void Flush(int cell)
        {
            if (cell >= 0)
            {
                sums[start + cell] += ofCell;
                counts[start + cell] += count;
                ofRow += ofCell;
            }
            (ofCell, count) = (0, 0);
        }
    }

    /// <summary>The means of the cells, row by row; a cell between the pixels of a small image repeats the one before.</summary>
    public byte[] Cells()
    {
        byte[] cells = new byte[sums.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int at = row * columns + column;
                if (counts[at] == 0) at = Nearest(row, rows, height) * columns + Nearest(column, columns, width);
                if (counts[at] > 0) cells[row * columns + column] = (byte)((sums[at] + counts[at] / 2) / counts[at]);
            }
        }
        return cells;
    }

    // The cell of the pixel that lies over this one.
    private static int Nearest(int cell, int cells, int size) =>
        (int)((long)cell * size / cells * cells / Math.Max(1, size));
}
