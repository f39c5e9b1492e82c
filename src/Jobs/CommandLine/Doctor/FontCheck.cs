using Angioboard.Core;
using Angioboard.Core.Drawing;
using Angioboard.Jobs.Doctor;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>The typeface of reports and figures.</summary>
internal static class FontCheck
{
    private const string Check = "fonts";

    /// <summary>The finding.</summary>
    public static Finding Of()
    {
        try
        {
            return Finding.Fine(Check, $"{ShippedFont.Require()}, shipped with the program");
        }
        catch (InputException e)
        {
            return Finding.Problem(Check, e.Message, "install Angioboard again");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return Finding.Problem(Check, $"the drawing library cannot be loaded: {ErrorWords.FirstLine((e.InnerException ?? e).Message)}",
                "install Angioboard again");
        }
    }
}
