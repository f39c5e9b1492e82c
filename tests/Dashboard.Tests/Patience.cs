using System.Runtime.CompilerServices;
using Bunit;

namespace Angioboard.Dashboard.Tests;

/// <summary>Waiting for what a page shows lasts as long as a busy box may need, not a second.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromMinutes(1);
}
