using System.Runtime.CompilerServices;
using Angioboard.Core.Native;

namespace Angioboard.Tests;

/// <summary>Loads libtorch before the first test or benchmark touches TorchSharp.</summary>
internal static class LibtorchAtStart
{
    [ModuleInitializer]
    internal static void Load() => Core.Native.Libtorch.Load();
}
