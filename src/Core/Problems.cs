using System.Collections.ObjectModel;

namespace Angioboard.Core;

/// <summary>
/// Problems found in something large, in the order met. A file of a million faults has the first thousand named and the rest counted: nobody
/// reads more, and the lines themselves would fill the memory.
/// </summary>
/// <param name="where">What the last line, which counts the rest, begins with: the file.</param>
internal sealed class Problems(string where) : Collection<string>
{
    private const int Named = 1000;

    private int more;

    /// <summary>All there were, named or counted.</summary>
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
