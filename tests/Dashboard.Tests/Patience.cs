using System.Runtime.CompilerServices;
using Bunit;

namespace Angioboard.Dashboard.Tests;

/// <summary>Waits for pages as long as a busy machine may need, not only a second.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromMinutes(1);
}
