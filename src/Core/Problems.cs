using System.Collections.ObjectModel;

namespace Angioboard.Core;

/// <summary>
/// Problems found in a large input, in order. Of a file with a million faults the first thousand are listed and the rest counted: nobody
/// reads more, and the lines would fill the memory.
/// </summary>
/// <param name="where">Prefix of the last line, which counts the rest: the file.</param>
internal sealed class Problems(string where) : Collection<string>
{
    private const int Named = 1000;

    private int more;

    /// <summary>All problems, listed or counted.</summary>
    public int Found => more == 0 ? Count : Named + more;

    /// <inheritdoc/>
    protected override void InsertItem(int index, string item)
    {
        if (Count < Named)
        {
            base.InsertItem(index, item);
            return;
        }
        more++;
        string rest = $"{where}: {more} more problems; fix those above first";
        if (more == 1) base.InsertItem(Count, rest);
        else SetItem(Count - 1, rest);
    }
}
