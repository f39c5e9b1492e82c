using System.Runtime.CompilerServices;

namespace Angioboard.Tests;

/// <summary>Loads libtorch before the first test or benchmark touches TorchSharp.</summary>
internal static class LibtorchAtStart
{
    [ModuleInitializer]
    internal static void Load() => Angioboard.Core.Libtorch.Load();
}
